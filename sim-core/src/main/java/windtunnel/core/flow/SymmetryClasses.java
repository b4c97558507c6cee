package windtunnel.core.flow;

import java.util.Arrays;

/**
 * Flows and links of a bandwidth problem sorted into classes whose members have equal rates, and the small problem of the classes.
 *
 * <p>The partition is equitable: every link of a class is crossed by the same flows of each class with the same coefficients, every flow
 * of a class crosses the same links of each class, and capacities, weights, caps and multiplicities are equal within a class. Then
 * all flows of a class fill up together, and their max-min rate is that of the quotient {@code sum_i a_ji x_i <= C_j}, a_ji being
 * the total coefficient of class i on one link of class j (network.md 3.6); no automorphism is needed. Classes are found by colour
 * refinement of the flow-link graph with a work list of splitters, O(E log V) (Cardon and Crochemore 1982; Berkholz, Bonsma and
 * Grohe 2017). Neighbourhoods are compared by sums of 64-bit hashes, so two different ones of V vertices are taken for equal with a
 * chance of about V^2 / 2^64.
 *
 * <p>{@link #setCapacity} splits only what the link touches. Classes never grow together again: build anew after a repair.
 */
public final class SymmetryClasses {
    private final MaxMinSystem system;
    private final double[] capacity;
    private final int links;
    private final int vertices;
    /** Edges of each link: the flow and the hash of coefficient. */
    private final int[] linkStart;

    private final int[] flowOf;
    private final int[] edgeOf;
    private final long[] hash;

    /** Vertices, links first, class by class. */
    private final int[] order;

    private final int[] place;
    private final int[] classOf;
    private int[] start;
    private int[] end;
    private boolean[] pending;
    private int classes;
    private int[] work = new int[16];
    private int queued;

    private final long[] signature;
    private final int[] touched;
    private int touchedCount;
    private final boolean[] seen;
    private int[] marked = new int[16];
    private int[] affectedClass = new int[16];
    private long visits;

    private SymmetryClasses(MaxMinSystem system, double[] label) {
        this.system = system;
        links = system.links();
        vertices = links + system.flows();
        capacity = Arrays.copyOf(system.capacity(), links);
        int edges = system.offset()[system.flows()];
        linkStart = new int[links + 1];
        flowOf = new int[edges];
        edgeOf = new int[edges];
        hash = new long[edges];
        order = new int[vertices];
        place = new int[vertices];
        classOf = new int[vertices];
        start = new int[16];
        end = new int[16];
        pending = new boolean[16];
        signature = new long[vertices];
        touched = new int[vertices];
        seen = new boolean[vertices];
        index();
        colour(label);
        refine();
    }

    /** The coarsest classes of {@code system}. */
    public static SymmetryClasses of(MaxMinSystem system) {
        return new SymmetryClasses(system, null);
    }

    /** The coarsest classes in which flows also have equal labels. */
    public static SymmetryClasses of(MaxMinSystem system, double[] label) {
        return new SymmetryClasses(system, label);
    }

    private void index() {
        int edges = flowOf.length;
        for (int e = 0; e < edges; e++) {
            linkStart[system.link()[e] + 1]++;
            hash[e] = mix(Double.doubleToLongBits(coefficient(e)));
        }
        for (int l = 0; l < links; l++) {
            linkStart[l + 1] += linkStart[l];
        }
        int[] next = Arrays.copyOf(linkStart, links);
        for (int f = 0; f < system.flows(); f++) {
            for (int e = system.offset()[f]; e < system.offset()[f + 1]; e++) {
                int at = next[system.link()[e]]++;
                flowOf[at] = f;
                edgeOf[at] = e;
            }
        }
    }

    private double coefficient(int edge) {
        return system.coefficient() == null ? 1 : system.coefficient()[edge];
    }

    private static double of(double[] values, int index, double neutral) {
        return values == null ? neutral : values[index];
    }

    /** SplitMix64's finaliser. */
    private static long mix(long z) {
        z += 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static long with(long sum, double value) {
        return mix(sum ^ Double.doubleToLongBits(value));
    }

    /** First classes: by what a vertex is by itself. */
    private void colour(double[] label) {
        for (int v = 0; v < vertices; v++) {
            order[v] = v;
            place[v] = v;
            long own = v < links ? with(1, capacity[v]) : with(2, of(system.weight(), v - links, 1));
            if (v >= links) {
                own = with(own, of(system.cap(), v - links, Double.POSITIVE_INFINITY));
                own = with(own, of(system.multiplicity(), v - links, 1));
                own = with(own, of(label, v - links, 0));
            }
            signature[v] = own;
        }
        classes = vertices == 0 ? 0 : 1;
        end[0] = vertices;
        if (vertices > 0) {
            split(0, vertices);
            enqueue(0);
        }
        Arrays.fill(signature, 0);
    }

    private void enqueue(int c) {
        if (!pending[c]) {
            pending[c] = true;
            if (queued == work.length) {
                work = Arrays.copyOf(work, 2 * queued);
            }
            work[queued++] = c;
        }
    }

    private void refine() {
        while (queued > 0) {
            int splitter = work[--queued];
            pending[splitter] = false;
            touchedCount = 0;
            for (int i = start[splitter]; i < end[splitter]; i++) {
                touchNeighbours(order[i]);
            }
            splitTouched();
        }
    }

    private void touchNeighbours(int v) {
        if (v < links) {
            for (int i = linkStart[v]; i < linkStart[v + 1]; i++) {
                touch(links + flowOf[i], hash[edgeOf[i]]);
            }
        } else {
            for (int e = system.offset()[v - links]; e < system.offset()[v - links + 1]; e++) {
                touch(system.link()[e], hash[e]);
            }
        }
    }

    private void touch(int v, long amount) {
        visits++;
        if (!seen[v]) {
            seen[v] = true;
            touched[touchedCount++] = v;
        }
        signature[v] += amount;
    }

    /** Moves touched vertices to the front of their classes and splits each class by signature. */
    private void splitTouched() {
        int affected = 0;
        for (int i = 0; i < touchedCount; i++) {
            int v = touched[i];
            int c = classOf[v];
            if (marked[c] == 0) {
                affectedClass[affected++] = c;
            }
            swap(place[v], start[c] + marked[c]++);
        }
        for (int i = 0; i < affected; i++) {
            int c = affectedClass[i];
            split(c, marked[c]);
            marked[c] = 0;
        }
        for (int i = 0; i < touchedCount; i++) {
            signature[touched[i]] = 0;
            seen[touched[i]] = false;
        }
    }

    private void swap(int a, int b) {
        int v = order[a];
        order[a] = order[b];
        order[b] = v;
        place[order[a]] = a;
        place[order[b]] = b;
    }

    /** Splits class {@code c}, whose first {@code count} members are touched; the largest part keeps its number. */
    private void split(int c, int count) {
        int from = start[c];
        int to = end[c];
        long[] distinct = new long[count];
        for (int i = 0; i < count; i++) {
            distinct[i] = signature[order[from + i]];
        }
        Arrays.sort(distinct);
        int kinds = 0;
        for (int i = 0; i < count; i++) {
            if (kinds == 0 || distinct[i] != distinct[kinds - 1]) {
                distinct[kinds++] = distinct[i];
            }
        }
        boolean all = from + count == to;
        if (kinds == 1 && all) {
            return;
        }
        int[] bound = sorted(from, count, distinct, kinds);
        int parts = all ? kinds : kinds + 1;
        int largest = 0;
        for (int part = 1; part < parts; part++) {
            largest = size(bound, part, kinds, to) > size(bound, largest, kinds, to) ? part : largest;
        }
        for (int part = 0; part < parts; part++) {
            int first = bound[part];
            int last = first + size(bound, part, kinds, to);
            if (part == largest) {
                start[c] = first;
                end[c] = last;
            } else {
                fresh(first, last);
            }
        }
    }

    private static int size(int[] bound, int part, int kinds, int to) {
        return (part == kinds ? to : bound[part + 1]) - bound[part];
    }

    /** Sorts members by signature and returns where each kind begins, and where the last ends. */
    private int[] sorted(int from, int count, long[] distinct, int kinds) {
        int[] bound = new int[kinds + 1];
        int[] kind = new int[count];
        for (int i = 0; i < count; i++) {
            kind[i] = Arrays.binarySearch(distinct, 0, kinds, signature[order[from + i]]);
            bound[kind[i] + 1]++;
        }
        bound[0] = from;
        for (int k = 1; k <= kinds; k++) {
            bound[k] += bound[k - 1];
        }
        int[] next = Arrays.copyOf(bound, kinds);
        int[] members = Arrays.copyOfRange(order, from, from + count);
        for (int i = 0; i < count; i++) {
            int at = next[kind[i]]++;
            order[at] = members[i];
            place[members[i]] = at;
        }
        return bound;
    }

    private void fresh(int first, int last) {
        if (classes == start.length) {
            start = Arrays.copyOf(start, 2 * classes);
            end = Arrays.copyOf(end, 2 * classes);
            pending = Arrays.copyOf(pending, 2 * classes);
            marked = Arrays.copyOf(marked, 2 * classes);
            affectedClass = Arrays.copyOf(affectedClass, 2 * classes);
        }
        int c = classes++;
        start[c] = first;
        end[c] = last;
        for (int i = first; i < last; i++) {
            classOf[order[i]] = c;
        }
        enqueue(c);
    }

    /**
     * Gives a link another capacity: it becomes a class of its own, and what that makes unequal is split. Returns the number of classes
     * that this added.
     */
    public int setCapacity(int link, double value) {
        int before = classes;
        if (Double.doubleToLongBits(capacity[link]) == Double.doubleToLongBits(value)) {
            return 0;
        }
        capacity[link] = value;
        int c = classOf[link];
        if (end[c] - start[c] > 1) {
            swap(place[link], start[c]);
            start[c]++;
            fresh(start[c] - 1, start[c]);
            refine();
        }
        return classes - before;
    }

    /** Number of classes of links and flows together, links that no flow crosses included. */
    public int classes() {
        return classes;
    }

    /** Edges looked at so far: what refinement has cost. */
    public long visits() {
        return visits;
    }

    /** Class of a flow, counted together with those of links. */
    public int classOfFlow(int flow) {
        return classOf[links + flow];
    }

    /** Class of a link. */
    public int classOfLink(int link) {
        return classOf[link];
    }

    /** The problem of the classes as they are now. */
    public Quotient quotient() {
        int[] number = new int[classes];
        int flows = 0;
        int crossed = 0;
        int[] flowClass = new int[classes];
        int[] linkClass = new int[classes];
        for (int c = 0; c < classes; c++) {
            if (order[start[c]] >= links) {
                flowClass[flows] = c;
                number[c] = flows++;
            } else {
                linkClass[crossed] = c;
                number[c] = crossed++;
            }
        }
        return new Quotient(
                reduced(number, flowClass, flows, linkClass, crossed), members(flowClass, flows), numbers(number));
    }

    private int[] members(int[] flowClass, int flows) {
        int[] members = new int[flows];
        for (int i = 0; i < flows; i++) {
            members[i] = end[flowClass[i]] - start[flowClass[i]];
        }
        return members;
    }

    private int[] numbers(int[] number) {
        int[] of = new int[system.flows()];
        for (int f = 0; f < of.length; f++) {
            of[f] = number[classOf[links + f]];
        }
        return of;
    }

    private MaxMinSystem reduced(int[] number, int[] flowClass, int flows, int[] linkClass, int crossed) {
        double[] load = new double[flows];
        QuotientEdges edges = new QuotientEdges();
        double[] rate = new double[crossed];
        for (int j = 0; j < crossed; j++) {
            int link = order[start[linkClass[j]]];
            rate[j] = capacity[link];
            int first = edges.count();
            for (int i = linkStart[link]; i < linkStart[link + 1]; i++) {
                int k = number[classOf[links + flowOf[i]]];
                if (load[k] == 0) {
                    edges.add(k, j);
                }
                load[k] += coefficient(edgeOf[i]) * of(system.multiplicity(), flowOf[i], 1);
            }
            edges.take(first, load);
        }
        double[] weight = new double[flows];
        double[] cap = new double[flows];
        for (int i = 0; i < flows; i++) {
            int f = order[start[flowClass[i]]] - links;
            weight[i] = of(system.weight(), f, 1);
            cap[i] = of(system.cap(), f, Double.POSITIVE_INFINITY);
        }
        return edges.system(rate, weight, cap);
    }
}

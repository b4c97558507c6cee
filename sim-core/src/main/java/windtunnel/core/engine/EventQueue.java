package windtunnel.core.engine;

import java.util.Arrays;

/**
 * A priority queue of callbacks in the total order (key, rank, sequence): a 4-ary heap over two primitive arrays.
 *
 * <p>The second array packs rank (3 bits), sequence (36 bits) and slot (24 bits) into one {@code long}, which is also the
 * event's ticket. A slot holds handler and payload; it is free as soon as its event fires or is cancelled, and a heap entry
 * whose ticket no longer owns its slot is dead and is skipped. So cancelling is exact and costs O(1). Keys are longs that
 * are not negative and sort by time ({@link TimeScale}). Limits: 16.7 million pending events, 6.9e10 events in all.
 *
 * <p>Events of one key and rank that are scheduled one after the other form a chain with one heap entry, its first event: what happens in lock
 * step costs O(1) an event. A cancelled link of a chain keeps its slot until the chain is walked past it.
 */
public final class EventQueue {

    private static final int SLOT_BITS = 24;
    private static final long SLOT_MASK = (1L << SLOT_BITS) - 1;
    private static final int SEQUENCE_BITS = 36;
    private static final long SEQUENCE_END = 1L << SEQUENCE_BITS;
    private static final int RANK_SHIFT = SLOT_BITS + SEQUENCE_BITS;
    private static final long NO_OWNER = -1;
    private static final int NONE = -1;
    private static final int LINKED = 1 << 31;

    private long[] keys = new long[64];
    private long[] orders = new long[64];
    private int size;
    /** Events that were cancelled and still have a heap entry or are links of a chain. */
    private int dead;
    /** Events still to fire. */
    private int live;
    /** The root's event has been taken; the next push may simply replace it. */
    private boolean hollow;

    /** Owner (ticket; its complement for a cancelled link of a chain) and payload of a slot, side by side: one cache line. */
    private long[] slots = new long[128];

    /** Slot of the next event of a chain, plus one, and whether a link leads to this one; 0 where neither is. */
    private int[] links = new int[64];
    /** Key, rank and slot of the event scheduled last, to which the next one may be chained; the key is -1 when there is none. */
    private long tailKey = -1;

    private int tailRank;
    private int tail;

    private EventHandler[] handlers = new EventHandler[64];
    private int[] freeSlots = new int[64];
    private int free;
    private int slotsUsed;
    private long sequence;

    private long takenKey;
    private long takenOrder;
    private long takenPayload;

    /** Adds an event and returns its ticket; {@code key} is not negative and {@code rank} is one of {@link Rank}. */
    public long schedule(long key, int rank, EventHandler handler, long payload) {
        if (key < 0) {
            throw new IllegalArgumentException("an event's key must not be negative: " + key);
        }
        long order = nextOrder(rank);
        int slot = (int) (order & SLOT_MASK);
        slots[2 * slot] = order;
        slots[2 * slot + 1] = payload;
        handlers[slot] = handler;
        live++;
        if (key == tailKey && rank == tailRank) {
            links[tail] = links[tail] & LINKED | slot + 1;
            links[slot] = LINKED;
        } else {
            push(key, order);
        }
        tailKey = key;
        tailRank = rank;
        tail = slot;
        return order;
    }

    private void push(long key, long order) {
        if (hollow) {
            hollow = false;
            siftDown(0, key, order);
        } else {
            if (size == keys.length) {
                growHeap();
            }
            siftUp(size++, key, order);
        }
    }

    /** Cancels an event; false when it has already fired or was cancelled. */
    public boolean cancel(long ticket) {
        int slot = (int) (ticket & SLOT_MASK);
        if (ticket < 0 || slot >= slotsUsed || slots[2 * slot] != ticket) {
            return false;
        }
        if (links[slot] != 0) {
            slots[2 * slot] = ~ticket;
            handlers[slot] = null;
        } else {
            forgetTail(slot);
            release(slot);
        }
        live--;
        dead++;
        if (dead > 64 && dead > live) {
            compact();
        }
        return true;
    }

    private void forgetTail(int slot) {
        if (slot == tail) {
            tailKey = -1;
        }
    }

    /** Number of events still to fire. */
    public int pending() {
        return live;
    }

    /** True when no event is left. */
    public boolean isEmpty() {
        return pending() == 0;
    }

    /** Key of the next event; throws when there is none. */
    public long minKey() {
        prune();
        if (size == 0) {
            throw new IllegalStateException("the event queue is empty");
        }
        return keys[0];
    }

    /** Removes the next event and returns its handler; its key, rank and payload stay readable until the next take. */
    public EventHandler take() {
        prune();
        if (size == 0) {
            throw new IllegalStateException("the event queue is empty");
        }
        takenKey = keys[0];
        takenOrder = orders[0];
        int slot = (int) (takenOrder & SLOT_MASK);
        takenPayload = slots[2 * slot + 1];
        EventHandler handler = handlers[slot];
        live--;
        leave(slot);
        return handler;
    }

    /** Turns the root, whose event is at {@code slot}, to the next living event of its chain; hollow when there is none. */
    private void leave(int slot) {
        int link = links[slot];
        forgetTail(slot);
        release(slot);
        hollow = true;
        if (link != 0) {
            links[slot] = 0;
            turnTo(living(following(link)));
        }
    }

    private void turnTo(int alive) {
        if (alive != NONE) {
            hollow = false;
            links[alive] &= ~LINKED;
            siftDown(0, keys[0], slots[2 * alive]);
        }
    }

    private static int following(int link) {
        return (link & ~LINKED) - 1;
    }

    /** The first living event of a chain from {@code slot} on; frees the cancelled ones before it. */
    private int living(int slot) {
        int at = slot;
        while (at != NONE && slots[2 * at] < 0) {
            int link = links[at];
            links[at] = 0;
            forgetTail(at);
            release(at);
            dead--;
            at = following(link);
        }
        return at;
    }

    /** Takes the next event and fires it. */
    public void fireNext() {
        take().fire(takenPayload);
    }

    /** Key of the event taken last. */
    public long takenKey() {
        return takenKey;
    }

    /** Rank of the event taken last. */
    public int takenRank() {
        return (int) (takenOrder >>> RANK_SHIFT);
    }

    /** Payload of the event taken last. */
    public long takenPayload() {
        return takenPayload;
    }

    private long nextOrder(int rank) {
        if (rank < 0 || rank > Rank.METRICS) {
            throw new IllegalArgumentException("no such rank: " + rank);
        }
        if (sequence == SEQUENCE_END) {
            throw new IllegalStateException("more than " + SEQUENCE_END + " events scheduled");
        }
        int slot = free > 0 ? freeSlots[--free] : newSlot();
        return (long) rank << RANK_SHIFT | sequence++ << SLOT_BITS | slot;
    }

    private int newSlot() {
        if (slotsUsed > SLOT_MASK) {
            throw new IllegalStateException("more than " + (SLOT_MASK + 1) + " events pending at once");
        }
        if (slotsUsed == handlers.length) {
            int capacity = Math.min(2 * slotsUsed, 1 << SLOT_BITS);
            handlers = Arrays.copyOf(handlers, capacity);
            slots = Arrays.copyOf(slots, 2 * capacity);
            freeSlots = Arrays.copyOf(freeSlots, capacity);
            links = Arrays.copyOf(links, capacity);
        }
        return slotsUsed++;
    }

    private void release(int slot) {
        slots[2 * slot] = NO_OWNER;
        handlers[slot] = null;
        freeSlots[free++] = slot;
    }

    private boolean alive(long order) {
        return owner(order) == order;
    }

    private long owner(long order) {
        return slots[2 * (int) (order & SLOT_MASK)];
    }

    private void growHeap() {
        keys = Arrays.copyOf(keys, 2 * size);
        orders = Arrays.copyOf(orders, 2 * size);
    }

    /** Brings a living event to the root, or empties the heap. */
    private void prune() {
        if (hollow) {
            hollow = false;
            removeRoot();
        }
        while (dead > 0 && size > 0 && !alive(orders[0])) {
            dead--;
            hollow = true;
            if (owner(orders[0]) == ~orders[0]) {
                hollow = false;
                leave((int) (orders[0] & SLOT_MASK));
            }
            if (hollow) {
                hollow = false;
                removeRoot();
            }
        }
    }

    private void removeRoot() {
        int last = --size;
        if (last > 0) {
            siftDown(0, keys[last], orders[last]);
        }
    }

    /** Drops what was cancelled, and brings the heap into order anew. */
    private void compact() {
        int kept = 0;
        int from = hollow ? 1 : 0;
        hollow = false;
        tailKey = -1;
        for (int i = from; i < size; i++) {
            long order = orders[i];
            boolean chained = alive(order) || owner(order) == ~order;
            int head = chained ? living((int) (order & SLOT_MASK)) : NONE;
            if (head != NONE) {
                links[head] &= ~LINKED;
                keys[kept] = keys[i];
                orders[kept++] = slots[2 * head];
                dropCancelled(head);
            }
        }
        size = kept;
        dead = 0;
        for (int i = (kept - 2) >> 2; i >= 0; i--) {
            siftDown(i, keys[i], orders[i]);
        }
    }

    private void dropCancelled(int head) {
        for (int at = head; at != NONE; at = following(links[at])) {
            links[at] = links[at] & LINKED | living(following(links[at])) + 1;
        }
    }

    private void siftUp(int hole, long key, long order) {
        long[] k = keys;
        long[] o = orders;
        int at = hole;
        while (at > 0) {
            int parent = (at - 1) >> 2;
            long parentKey = k[parent];
            if (parentKey < key || (parentKey == key && o[parent] < order)) {
                break;
            }
            k[at] = parentKey;
            o[at] = o[parent];
            at = parent;
        }
        k[at] = key;
        o[at] = order;
    }

    private void siftDown(int hole, long key, long order) {
        long[] k = keys;
        long[] o = orders;
        int end = size;
        int at = hole;
        int child = 4 * at + 1;
        while (child < end) {
            int best = child + 4 <= end ? smallestOfFour(k, o, child) : smallestChild(k, o, child, end);
            long bestKey = k[best];
            if (key < bestKey || (key == bestKey && order < o[best])) {
                break;
            }
            k[at] = bestKey;
            o[at] = o[best];
            at = best;
            child = 4 * at + 1;
        }
        k[at] = key;
        o[at] = order;
    }

    /** Without a branch unless keys tie: keys are not negative, so the sign of a difference tells the smaller one. */
    private static int smallestOfFour(long[] k, long[] o, int c) {
        long left = k[c + 1] - k[c];
        long right = k[c + 3] - k[c + 2];
        int i = c + (int) (left >>> 63);
        int j = c + 2 + (int) (right >>> 63);
        long between = k[j] - k[i];
        if (left == 0 || right == 0 || between == 0) {
            return smallestChild(k, o, c, c + 4);
        }
        return i + ((j - i) & (int) (between >> 63));
    }

    private static int smallestChild(long[] k, long[] o, int first, int end) {
        int best = first;
        long bestKey = k[first];
        for (int c = first + 1; c < end; c++) {
            long key = k[c];
            if (key < bestKey || (key == bestKey && o[c] < o[best])) {
                best = c;
                bestKey = key;
            }
        }
        return best;
    }
}

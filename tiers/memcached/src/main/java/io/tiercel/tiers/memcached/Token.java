package io.tiercel.tiers.memcached;

/**
 * What recognises one write.
 *
 * @param generation that it belongs to; numbers are given out anew when a node is started again,
 *     generations are not
 * @param cas the node's own number of the write
 */
record Token(Generation generation, long cas) {}

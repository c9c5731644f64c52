package io.tiercel.internal.writebehind;

import org.jspecify.annotations.Nullable;

/**
 * A change that there is room for.
 *
 * @param bytes as the log will keep it, or null where there is none; nobody changes them
 */
@SuppressWarnings("ArrayRecordComponent") // not compared
public record Admitted<K, V>(Change<K, V> change, byte @Nullable [] bytes) {}

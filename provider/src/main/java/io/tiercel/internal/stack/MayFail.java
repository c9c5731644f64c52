package io.tiercel.internal.stack;

/** A tier that does I/O, and so may fail, and miss changes. */
public interface MayFail {}

package io.tiercel.architecture.wrong.internal.stack;

import javax.cache.Cache;

/** Breaks: a stack knows nothing of JCache. */
record StackThatKnowsJcache(Cache<?, ?> cache) {}

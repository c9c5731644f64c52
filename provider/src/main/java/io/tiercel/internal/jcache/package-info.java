/** The contract of JSR-107: checks, rules, loaders, writers, events, statistics. */
@NullMarked
package io.tiercel.internal.jcache;

import org.jspecify.annotations.NullMarked;

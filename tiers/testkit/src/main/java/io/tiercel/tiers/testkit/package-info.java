/** What a tier author tests with. */
@NullMarked
package io.tiercel.tiers.testkit;

import org.jspecify.annotations.NullMarked;

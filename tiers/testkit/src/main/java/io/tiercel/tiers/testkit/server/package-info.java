/**
 * Starts real servers for tests, from what is installed on the machine, on ports that are free, and
 * stops them.
 */
@NullMarked
package io.tiercel.tiers.testkit.server;

import org.jspecify.annotations.NullMarked;

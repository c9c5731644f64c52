package io.tiercel.tiers.objectstore;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an object without its bytes.
 *
 * @param token what recognises this very write
 * @param deadlineMillis its deadline, or null where a listing does not tell
 */
public record ObjectInfo(String key, String token, long bytes, @Nullable Long deadlineMillis) {}

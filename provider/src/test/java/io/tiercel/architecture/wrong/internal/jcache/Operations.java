package io.tiercel.architecture.wrong.internal.jcache;

import io.tiercel.architecture.wrong.internal.event.EventThatPointsUp;

/** With {@link EventThatPointsUp}: a cycle of packages. */
public record Operations(EventThatPointsUp event) {}

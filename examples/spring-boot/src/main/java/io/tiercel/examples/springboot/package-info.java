/** How do Spring Boot and Hibernate share one file of caches? */
@NullMarked
package io.tiercel.examples.springboot;

import org.jspecify.annotations.NullMarked;

/** What does a cache in a bucket outlive, and what does it cost? */
package io.tiercel.examples.objectstore;

package io.tiercel.codecs.fory;

import io.tiercel.tiers.spi.CodecContext;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** A release of an application that has a class {@code com.acme.Book} of its own. */
record Release(URLClassLoader loader, Class<?> type) implements AutoCloseable {

  static Release of(Path folder, String fields) throws IOException, ReflectiveOperationException {
    Path source = folder.resolve("com/acme/Book.java");
    Files.createDirectories(source.getParent());
    Files.writeString(
        source,
        "package com.acme; public class Book { public " + fields.replace("; ", "; public ") + " }");
    int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString());
    if (failed != 0) {
      throw new IllegalArgumentException(fields);
    }
    URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, Release.class.getClassLoader());
    return new Release(loader, loader.loadClass("com.acme.Book"));
  }

  Object book() throws ReflectiveOperationException {
    return type.getConstructor().newInstance();
  }

  void set(Object book, String field, Object value) throws ReflectiveOperationException {
    type.getField(field).set(book, value);
  }

  Object get(Object book, String name) throws ReflectiveOperationException {
    Field field = type.getField(name);
    return field.get(book);
  }

  CodecContext context() {
    return new CodecContext("books", Object.class, type, List.of(), loader);
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}

package io.tiercel.internal.codec;

import java.net.URL;
import java.net.URLClassLoader;

/** Has a class of its own where the parent has one of the same name, as after a redeployment. */
final class ChildFirstLoader extends URLClassLoader {
  private final String name;

  ChildFirstLoader(Class<?> own) {
    super(
        new URL[] {own.getProtectionDomain().getCodeSource().getLocation()}, own.getClassLoader());
    this.name = own.getName();
  }

  @Override
  protected Class<?> loadClass(String wanted, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(wanted)) {
      if (!wanted.equals(name)) {
        return super.loadClass(wanted, resolve);
      }
      Class<?> loaded = findLoadedClass(wanted);
      return loaded == null ? findClass(wanted) : loaded;
    }
  }
}

package io.tiercel.tiers.testkit;

import io.tiercel.tiers.spi.ChangeListener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/** The way from a store to those who listen: in order, broken, or slow. */
final class Announcements {
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<ChangeListener<String>> listeners = new LinkedHashSet<>();
  private final List<Runnable> heldBack = new ArrayList<>();
  private boolean armed = true;
  private boolean paused;

  void add(ChangeListener<String> listener) {
    lock.lock();
    try {
      listeners.add(listener);
      if (armed) {
        listener.armed();
      }
    } finally {
      lock.unlock();
    }
  }

  void remove(ChangeListener<String> listener) {
    lock.lock();
    try {
      listeners.remove(listener);
    } finally {
      lock.unlock();
    }
  }

  /** Called after the change: one that happens after armed() was told therefore gets through. */
  void deliver(Runnable news) {
    lock.lock();
    try {
      if (!armed) {
        return;
      }
      if (paused) {
        heldBack.add(news);
        return;
      }
    } finally {
      lock.unlock();
    }
    news.run();
  }

  void doubt() {
    lock.lock();
    try {
      armed = false;
      heldBack.clear();
      listeners.forEach(ChangeListener::doubt);
    } finally {
      lock.unlock();
    }
  }

  void arm() {
    lock.lock();
    try {
      armed = true;
      listeners.forEach(ChangeListener::armed);
    } finally {
      lock.unlock();
    }
  }

  void pause() {
    lock.lock();
    try {
      paused = true;
    } finally {
      lock.unlock();
    }
  }

  void resume() {
    List<Runnable> due;
    lock.lock();
    try {
      paused = false;
      due = List.copyOf(heldBack);
      heldBack.clear();
    } finally {
      lock.unlock();
    }
    due.forEach(Runnable::run);
  }
}

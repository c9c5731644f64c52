package io.tiercel.tiers.memcached;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import net.rubyeye.xmemcached.auth.AuthInfo;

/**
 * Tells user and password once. The client asks again when a server knows nothing of logins, and
 * would do so for ever.
 */
final class LoginOnce implements CallbackHandler {
  private final MemcachedLogin login;
  private final CompletableFuture<Thread> asking = new CompletableFuture<>();
  private volatile boolean askedAgain;

  LoginOnce(MemcachedLogin login) {
    this.login = login;
  }

  AuthInfo asAuthInfo() {
    return new AuthInfo(this, new String[] {"PLAIN"});
  }

  /** Whether logging in has begun. */
  boolean isBegun() {
    return asking.isDone();
  }

  /** Waits until the server has decided. The client tells of it only by ending its thread. */
  void awaitEnd(long millis) throws IOException {
    try {
      Thread asked = asking.get(millis, TimeUnit.MILLISECONDS);
      asked.join(millis);
      if (asked.isAlive()) {
        throw new IOException("no answer to the login");
      }
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("no login", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while logging in", e);
    }
  }

  /** Whether the server did not take part in logging in. */
  boolean isAskedAgain() {
    return askedAgain;
  }

  @Override
  public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
    if (!asking.complete(Thread.currentThread())) {
      askedAgain = true;
      throw new IOException("the server takes no login by SASL");
    }
    for (Callback callback : callbacks) {
      if (callback instanceof NameCallback name) {
        name.setName(login.username());
      } else if (callback instanceof PasswordCallback password) {
        password.setPassword(login.password().toCharArray());
      } else {
        throw new UnsupportedCallbackException(callback);
      }
    }
  }
}

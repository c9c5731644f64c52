package io.tiercel.internal.codec;

import org.jspecify.annotations.Nullable;

/** Bytes that are a miss; never leaves this package. Has no stack trace: it may come often. */
final class RejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reject reject;

  RejectedException(Reject reject, @Nullable Throwable cause) {
    super(reject.reason(), cause, false, false);
    this.reject = reject;
  }

  RejectedException(Reject reject) {
    this(reject, null);
  }

  Reject reject() {
    return reject;
  }
}

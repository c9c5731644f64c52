package io.tiercel.internal.codec;

/** How objects of one class are copied. Immutable. */
interface Shape {
  /** How many steps the parts of an immutable object may reach down. */
  int MAX_DEPTH = 100;

  /** Nobody can change these objects: they are their own copies. */
  Shape IMMUTABLE =
      new Shape() {
        @Override
        public boolean isImmutable(Object object, int depthLeft) {
          return true;
        }

        @Override
        public Object copy(Object object, GraphCopy graph) {
          return object;
        }
      };

  /** Only serialization knows. */
  Shape UNKNOWN =
      (object, graph) -> {
        throw new GraphCopy.UnknownShapeException();
      };

  /**
   * Copies an object with all that hangs on it. One that others may refer to while its parts are
   * copied tells {@link GraphCopy#begun} first.
   *
   * @throws GraphCopy.UnknownShapeException when there is a part that only serialization can copy
   */
  Object copy(Object object, GraphCopy graph);

  /** Whether nobody can change this very object or any part of it; false when that is too deep. */
  default boolean isImmutable(Object object, int depthLeft) {
    return false;
  }

  static Shape of(Object object) {
    return Shapes.of(object.getClass());
  }

  static boolean isImmutable(Object object) {
    return of(object).isImmutable(object, MAX_DEPTH);
  }
}

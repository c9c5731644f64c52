package io.tiercel.internal.codec;

/** The shapes of classes, each found once. */
final class Shapes {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          return find(type);
        }
      };

  private Shapes() {}

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static Shape find(Class<?> type) {
    if (ImmutableTypes.isImmutable(type)) {
      return Shape.IMMUTABLE;
    }
    if (type.isArray()) {
      return ArrayShape.of(type.getComponentType());
    }
    return ImmutableTypes.isOfJdk(type) ? JdkShapes.of(type) : ObjectShape.of(type);
  }
}

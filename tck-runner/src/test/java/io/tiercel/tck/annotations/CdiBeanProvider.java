package io.tiercel.tck.annotations;

import javax.cache.annotation.BeanProvider;
import javax.enterprise.inject.se.SeContainer;
import javax.enterprise.inject.se.SeContainerInitializer;

/** The TCK's annotated beans, made by CDI with the reference implementation's interceptors. */
public final class CdiBeanProvider implements BeanProvider {

  /** A beans.xml enables interceptors for its own archive only, unless archives are one. */
  private static final String ISOLATION = "org.jboss.weld.se.archive.isolation";

  private final SeContainer container =
      SeContainerInitializer.newInstance().addProperty(ISOLATION, false).initialize();

  @Override
  public <T> T getBeanByType(Class<T> beanClass) {
    return container.select(beanClass).get();
  }
}

package io.tiercel.tck.annotations;

import com.google.inject.Guice;
import javax.cache.annotation.BeanProvider;
import org.jsr107.ri.annotations.guice.module.CacheAnnotationsModule;

/** The TCK's annotated beans, made by Guice with the reference implementation's interceptors. */
public final class GuiceBeanProvider implements BeanProvider {

  /** Asks a new injector each time, because other tests close the manager that one would keep. */
  @Override
  public <T> T getBeanByType(Class<T> beanClass) {
    return Guice.createInjector(new CacheAnnotationsModule()).getInstance(beanClass);
  }
}

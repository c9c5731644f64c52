package io.tiercel.tck.annotations;

import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.annotation.BeanProvider;
import javax.cache.configuration.MutableConfiguration;
import manager.CacheNameOnEachMethodBlogManagerImpl;
import manager.ClassLevelCacheConfigBlogManagerImpl;
import manager.UsingDefaultCacheNameBlogManagerImpl;
import org.springframework.cache.Cache;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.jcache.JCacheCache;
import org.springframework.cache.jcache.JCacheCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The TCK's annotated beans, made by Spring with Spring's own JCache interceptors. */
public final class SpringBeanProvider implements BeanProvider {

  private final AnnotationConfigApplicationContext context =
      new AnnotationConfigApplicationContext(Beans.class);

  @Override
  public <T> T getBeanByType(Class<T> beanClass) {
    return context.getBean(beanClass);
  }

  @Configuration(proxyBeanMethods = false)
  @EnableCaching(proxyTargetClass = true)
  @Import({
    CacheNameOnEachMethodBlogManagerImpl.class,
    ClassLevelCacheConfigBlogManagerImpl.class,
    UsingDefaultCacheNameBlogManagerImpl.class
  })
  static class Beans {

    @Bean
    JCacheCacheManager cacheManager() {
      return new CreatingCacheManager(Caching.getCachingProvider().getCacheManager());
    }
  }

  /** Creates a cache when it is first asked for, as the annotations' specification has it. */
  private static final class CreatingCacheManager extends JCacheCacheManager {

    private final CacheManager caches;

    CreatingCacheManager(CacheManager caches) {
      super(caches);
      this.caches = caches;
    }

    @Override
    protected Cache getMissingCache(String name) {
      javax.cache.Cache<Object, Object> known = caches.getCache(name);
      return new JCacheCache(
          known != null ? known : caches.createCache(name, new MutableConfiguration<>()));
    }
  }
}

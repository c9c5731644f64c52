package io.tiercel.examples.springboot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;

/** An application whose services and whose Hibernate take their caches from one file. */
@SpringBootApplication
@EnableCaching
public class LibraryApplication {

  /** Runs the example. */
  public static void main(String[] args) throws Exception {
    try (ConfigurableApplicationContext context =
        SpringApplication.run(LibraryApplication.class, args)) {
      context.getBean(Tour.class).report().forEach(System.out::println);
    }
  }
}

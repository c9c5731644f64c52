package io.tiercel.examples.springboot;

import org.springframework.data.jpa.repository.JpaRepository;

/** The books of the library, by id. */
interface Books extends JpaRepository<Book, Integer> {}

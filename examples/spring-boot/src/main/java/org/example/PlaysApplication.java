package org.example;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application of Spring Boot's: its routes are in src/main/resources/camel. */
@SpringBootApplication
public class PlaysApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(PlaysApplication.class, arguments);
    }
}

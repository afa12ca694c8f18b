package io.atoll.coordinator.microkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field that the system description sets before {@code init}: the counterpart of the symbols that
 * the Microkit tool patches ({@code setvar_vaddr}, {@code setvar_size}, {@code setvar_id}, {@code
 * setvar}). The field is a {@code long} or an {@code int}, not static, not final.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface SetVar {
    /** The symbol; the field's name if empty. */
    String value() default "";
}

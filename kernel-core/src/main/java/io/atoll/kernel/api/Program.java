package io.atoll.kernel.api;

/**
 * Code that a thread can run: direct style on a stack of its own, or event handlers without one.
 */
public sealed interface Program permits StackfulProgram, StacklessProgram {}

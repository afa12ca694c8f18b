/**
 * Execution of user programs on Java stacks: stackful programs on continuations, stackless ones on
 * whatever stack is at hand. Start at {@link io.atoll.kernel.context.ExecutionContext}, then {@code
 * Dispatcher}.
 */
package io.atoll.kernel.context;

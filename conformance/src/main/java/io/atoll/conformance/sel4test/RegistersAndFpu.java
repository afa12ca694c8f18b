package io.atoll.conformance.sel4test;

import io.atoll.kernel.api.ObjectType;
import io.atoll.kernel.api.cap.Tcb;

/** The registers of threads, as words, and the flags of threads. */
final class RegistersAndFpu {
    private static final int REGISTERS = 20;
    private static final long FPU_DISABLED = 1;

    private RegistersAndFpu() {}

    static Group group() {
        return new Group("Registers and FPU")
                .test(
                        "REGRESSIONS0001",
                        "all registers are written (read back as words)",
                        RegistersAndFpu::roundTrip)
                .notApplicable("REGRESSIONS0002", "load-exclusive is cleared", Reasons.ARM)
                .notApplicable("REGRESSIONS0003", "return to CPL 0", Reasons.INSTRUCTIONS)
                .notApplicable("FPU0000", "the FPU works", Reasons.FPU)
                .notApplicable("FPU0001", "the FPU across threads", Reasons.FPU)
                .notApplicable("FPU0002", "the FPU across cores", Reasons.FPU)
                .test("FPU0003", "TCB_SetFlags", RegistersAndFpu::flags)
                .notApplicable("FPU0004", "a thread without FPU uses it", Reasons.FPU);
    }

    private static void roundTrip(Environment env) {
        Tcb thread = env.sel4.tcb(env.make(ObjectType.TCB));
        for (int base : new int[] {0x100, 0x200}) {
            long[] registers = new long[REGISTERS];
            for (int i = 0; i < REGISTERS; i++) {
                registers[i] = base + i;
            }
            Check.ok(thread.writeRegisters(false, registers));
            Check.ok(thread.readRegisters(false, REGISTERS));
            for (int i = 0; i < REGISTERS; i++) {
                Check.equal(registers[i], env.sel4.ipc().mr(i), "register " + i);
            }
        }
    }

    private static void flags(Environment env) {
        Tcb thread = env.sel4.tcb(env.make(ObjectType.TCB));
        checkFlags(env, thread, 0, 0, 0);
        checkFlags(env, thread, 0, FPU_DISABLED, FPU_DISABLED);
        checkFlags(env, thread, FPU_DISABLED, 0, 0);
    }

    private static void checkFlags(
            Environment env, Tcb thread, long clear, long set, long expected) {
        Check.ok(thread.setFlags(clear, set));
        Check.equal(expected, env.sel4.ipc().mr(0), "the flags");
    }
}

package io.atoll.conformance.recordings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

class RecordingReaderTest {
    private static final List<String> HEADER =
            List.of(
                    "trace sel4-oracle v1 category=CNODE seed=1 nops=1 flags=0",
                    "world W radix=6 S radix=8 T radix=6 N radix=4 U=T0 ubits=18",
                    "const ntypes=13 numDomains=1 numDomainSchedules=2 minBudgetUs=20"
                            + " maxPeriodUs=1000",
                    "ipcbuf root=0x1000 t1=1 t2=2 t3=3 t4=4 t5=5 t6=6",
                    "init slots{T0=untyped}");

    private static List<String> recording(String... body) {
        List<String> lines = new ArrayList<>(HEADER);
        lines.addAll(Arrays.asList(body));
        return lines;
    }

    private static String problemOf(String... body) {
        return problemOf(recording(body));
    }

    private static String problemOf(List<String> lines) {
        return assertThrows(
                        MalformedRecordingException.class,
                        () -> RecordingReader.read("a.trace", lines))
                .getMessage();
    }

    @Test
    void shouldReadAnInvocation() throws Exception {
        Recording recording =
                RecordingReader.read(
                        "a.trace",
                        recording(
                                "op 0 inv svc=0x1004 label=22:CNodeMint mr=[0x12,6] caps=[0x1003]"
                                        + " => err=6:FailedLookup mr=[1,*] slots{T1=cnode,N2=null}",
                                "end ops=1"));
        Step.Operation operation =
                assertInstanceOf(Step.Operation.class, recording.steps().getFirst());
        assertEquals(SystemCall.Kind.CALL, operation.call().kind());
        assertEquals(22, operation.call().label());
        assertEquals("badge=0 label=6 mr=[1,*]", operation.expected().toString());
        assertEquals(
                List.of(
                        new SlotChanges.Change(1, CapType.CNODE),
                        new SlotChanges.Change(WorldLayout.T_SLOTS + 2, CapType.NULL)),
                operation.slots().changes());
    }

    @Test
    void shouldReadARunWithItsEvents() throws Exception {
        Recording recording =
                RecordingReader.read(
                        "a.trace",
                        recording(
                                "script t=1 s=4 n=2",
                                "sop t=1 s=4 k=0 sys=Recv src=0x2001 reply=0x2002"
                                        + " rcv=[0x1004,3,6]",
                                "sop t=1 s=4 k=1 sys=Wait src=0x1021",
                                "run r=0",
                                "ev t=1 s=4 k=0 => badge=3 label=0x101 mr=[7] xc=2 unw=2 cb=[-,9]"
                                        + " rslot=ep",
                                "state t1=s4@1 slots{}",
                                "end ops=0"));
        Step.Run run = assertInstanceOf(Step.Run.class, recording.steps().get(1));
        assertEquals(
                "badge=3 label=0x101 mr=[7] xc=2 unw=2 cb=[-,9] rslot=ep",
                run.events().getFirst().expected().toString());
        assertEquals(List.of(new Step.Position(1, 4, 1)), run.state().positions());
    }

    /** One sentence that names the file, the line and what is wrong. */
    @Nested
    class Malformed {
        @Test
        void shouldRefuseAnotherFormat() {
            assertEquals(
                    "a.trace:1: the format is not sel4-oracle v1",
                    problemOf(List.of("trace other v1")));
        }

        @Test
        void shouldRefuseAnEmptyFile() {
            assertEquals("a.trace:1: the file ends before its end line", problemOf(List.of()));
        }

        @Test
        void shouldNoticeThatTheEndIsMissing() {
            assertEquals("a.trace:5: the file ends before its end line", problemOf());
        }

        @Test
        void shouldNoticeThatAnOperationIsMissing() {
            assertEquals("a.trace:6: the file has 0 operations", problemOf("end ops=1"));
        }

        @Test
        void shouldRefuseAnUnknownRecord() {
            assertEquals("a.trace:6: a record 'opp' is unknown here", problemOf("opp 0 inv svc=1"));
        }

        @Test
        void shouldRefuseAnUnknownSystemCall() {
            assertEquals(
                    "a.trace:6: the system call 'Sendd' is unknown",
                    problemOf("op 0 sys=Sendd dest=1 => done slots{}"));
        }

        @Test
        void shouldRefuseAFieldThatItDoesNotKnow() {
            assertEquals(
                    "a.trace:6: the field 'colour=1' is unknown here",
                    problemOf("op 0 sys=Yield colour=1 => done slots{}"));
        }

        @Test
        void shouldRefuseWhatIsNoNumber() {
            assertEquals(
                    "a.trace:6: '0xzz' in src= is no number",
                    problemOf("op 0 sys=NBWait src=0xzz => badge=0 info=keep slots{}"));
        }

        @Test
        void shouldRefuseAnOperationWithoutAnswer() {
            assertEquals(
                    "a.trace:6: an operation without an answer",
                    problemOf("op 0 sys=Yield done slots{}"));
        }

        @Test
        void shouldRefuseASlotThatDoesNotExist() {
            assertEquals(
                    "a.trace:6: there is no slot N16",
                    problemOf("op 0 sys=Yield => done slots{N16=ep}"));
        }

        @Test
        void shouldNoticeThatAScriptIsIncomplete() {
            assertEquals(
                    "a.trace:7: a record 'run' where 'sop' should be",
                    problemOf("script t=1 s=1 n=2", "run r=0"));
        }

        @Test
        void shouldNoticeThatARunHasNoState() {
            assertEquals(
                    "a.trace:7: a run that does not end with a state line",
                    problemOf("run r=0", "end ops=0"));
        }
    }
}

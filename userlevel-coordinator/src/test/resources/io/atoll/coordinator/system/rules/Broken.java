/** Named by a fixture: a source file that does not compile. */
public class Broken {
    int answer = "forty-two";

    Unknown unknown;
}

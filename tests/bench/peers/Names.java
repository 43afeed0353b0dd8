import com.sun.management.OperatingSystemMXBean;
import edu.stanford.nlp.ie.crf.CRFClassifier;
import edu.stanford.nlp.ling.CoreLabel;
import edu.stanford.nlp.util.Triple;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of a CoreNLP classifier: texts from standard input, a NUL between them; out comes a line
 * for each name (number of the text, start and end in UTF-16 units, type), then the CPU seconds of the
 * process for the faster of two rounds, loading left out: the first also warms the compiler up.
 */
public class Names {
    public static void main(String[] args) throws Exception {
        CRFClassifier<CoreLabel> classifier = CRFClassifier.getClassifier(args[0]);
        String[] texts = new String(System.in.readAllBytes(), StandardCharsets.UTF_8).split("\0", -1);
        OperatingSystemMXBean system =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        List<List<Triple<String, Integer, Integer>>> found = new ArrayList<>();
        long fastest = Long.MAX_VALUE;
        for (int round = 0; round < 2; round++) {
            found.clear();
            long start = system.getProcessCpuTime();
            for (String text : texts) {
                found.add(classifier.classifyToCharacterOffsets(text));
            }
            fastest = Math.min(fastest, system.getProcessCpuTime() - start);
        }
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (int i = 0; i < texts.length; i++) {
            for (Triple<String, Integer, Integer> name : found.get(i)) {
                out.println(i + "\t" + name.second() + "\t" + name.third() + "\t" + name.first());
            }
        }
        out.println("seconds\t" + fastest / 1e9);
        out.flush();
    }
}

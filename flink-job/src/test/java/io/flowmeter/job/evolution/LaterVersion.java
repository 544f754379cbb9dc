package io.flowmeter.job.evolution;

import io.flowmeter.core.event.Fingerprint;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Flowmeter as a later release may be: one record has two components more. Its source is the
 * present one with them and a constructor without them, as whoever adds a component would write it;
 * all other classes are the present ones, loaded anew to know it.
 */
final class LaterVersion extends ClassLoader {
    /** How the added components are printed when they were not in the savepoint. */
    static final String ADDED_DEFAULTS = "addedNumber=0, addedText=null";

    private static final String ADDED = "long addedNumber, String addedText";
    private static final List<String> MODULES = List.of("metering-core", "flink-job");
    private static final Pattern COMMA_BETWEEN_COMPONENTS = Pattern.compile(",(?![^<]*>)");

    private final Path classes;

    private LaterVersion(Path classes) {
        super(LaterVersion.class.getClassLoader());
        this.classes = classes;
    }

    /**
     * @param directory for the compiler's output
     */
    static LaterVersion with(Class<?> record, Path directory) throws IOException {
        Path source = directory.resolve(record.getSimpleName() + ".java");
        Files.writeString(source, grown(Files.readString(sourceOf(record)), record));
        StringWriter messages = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of(
                            "-d",
                            directory.toString(),
                            "-proc:none",
                            "-classpath",
                            classpath(record, Fingerprint.class, Nullable.class));
            if (!compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjects(source))
                    .call()) {
                throw new IllegalStateException(record + " does not compile: " + messages);
            }
        }
        return new LaterVersion(directory);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.flowmeter.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String file = name.replace('.', '/') + ".class";
        try (InputStream in =
                Files.exists(classes.resolve(file))
                        ? Files.newInputStream(classes.resolve(file))
                        : getParent().getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static String classpath(Class<?>... known) {
        return Stream.of(known)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path sourceOf(Class<?> record) {
        String file = record.getName().replace('.', '/') + ".java";
        return MODULES.stream()
                .map(module -> Path.of("..", module, "src/main/java", file))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(file + " is in none of " + MODULES));
    }

    private static String grown(String source, Class<?> record) {
        String head = "record " + record.getSimpleName() + "(";
        int from = source.indexOf(head) + head.length();
        int to = source.indexOf(')', from);
        int body = source.indexOf('{', to) + 1;
        String components = source.substring(from, to);
        String names =
                Stream.of(COMMA_BETWEEN_COMPONENTS.split(components))
                        .map(component -> component.strip().replaceAll(".*\\s", ""))
                        .collect(Collectors.joining(", "));
        return source.substring(0, to)
                + ", "
                + ADDED
                + source.substring(to, body)
                + "\n    public "
                + record.getSimpleName()
                + "("
                + components
                + ") {\n        this("
                + names
                + ", 0, null);\n    }\n"
                + source.substring(body);
    }
}

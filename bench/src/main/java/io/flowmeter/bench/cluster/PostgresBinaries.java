package io.flowmeter.bench.cluster;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** Postgres' programs for this machine, unpacked from the library that brings them. */
final class PostgresBinaries {

    private PostgresBinaries() {}

    /**
     * The directory with {@code bin}, {@code lib} and {@code share}; unpacked if this version is
     * not there yet.
     *
     * @param directory of all versions
     */
    static Path unpack(Path directory) throws IOException {
        byte[] archive = archive();
        Path unpacked = directory.resolve(fingerprint(archive));
        if (!Files.exists(unpacked)) {
            Path draft = directory.resolve("unpacking-" + UUID.randomUUID());
            try (var tar = new TarArchiveInputStream(decompress(archive))) {
                extract(tar, draft);
            }
            moveIntoPlace(draft, unpacked);
        }
        return unpacked;
    }

    private static byte[] archive() throws IOException {
        String architecture = ArchUtils.normalize(System.getProperty("os.arch"));
        try (InputStream binary =
                DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", architecture)) {
            return binary.readAllBytes();
        }
    }

    private static InputStream decompress(byte[] archive) throws IOException {
        return new XZCompressorInputStream(new ByteArrayInputStream(archive));
    }

    private static void extract(TarArchiveInputStream tar, Path target) throws IOException {
        Files.createDirectories(target);
        TarArchiveEntry entry;
        while ((entry = tar.getNextEntry()) != null) {
            Path path = target.resolve(entry.getName()).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("Postgres' archive has a path outside: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(path);
                continue;
            }
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else if (entry.isFile()) {
                Files.copy(tar, path);
                boolean isProgram = (entry.getMode() & 0100) != 0;
                Files.setPosixFilePermissions(
                        path,
                        PosixFilePermissions.fromString(isProgram ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    /** Another process may have been quicker; its copy is as good. */
    private static void moveIntoPlace(Path draft, Path unpacked) throws IOException {
        try {
            Files.move(draft, unpacked, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Layout.delete(draft);
        }
    }

    private static String fingerprint(byte[] archive) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

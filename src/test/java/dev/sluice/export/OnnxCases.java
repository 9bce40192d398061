package dev.sluice.export;

import dev.sluice.model.Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Writes the configs that ship as ONNX files with drawn parameters, each with random inputs of
 * random lengths and the answers of Sluice, for bench/onnx.
 */
final class OnnxCases {
  private static final int MOST_STEPS = 60;

  private OnnxCases() {}

  /**
   * @param args the folder to write to, and how many inputs of each config
   */
  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args[0]));
    int count = Integer.parseInt(args[1]);
    for (Path config : OnnxExportTest.configs().toList()) {
      String name = config.getFileName().toString();
      if (OnnxExportTest.REFUSED.containsKey(name)) {
        continue;
      }
      try (Bundle bundle = OnnxExportTest.bundle(config)) {
        OnnxExport export = OnnxExport.of(bundle);
        Random random = new Random(1);
        int most = ExportedExample.most(export, MOST_STEPS);
        StringBuilder cases = new StringBuilder();
        for (int i = 0; i < count; i++) {
          int[] length = {1 + random.nextInt(most)};
          cases.append("case\n").append(OnnxFiles.text(ExportedExample.of(export, length, random)));
        }
        String stem = name.replace(".yaml", "");
        Files.write(folder.resolve(stem + ".onnx"), export.bytes());
        Files.writeString(folder.resolve(stem + ".cases.txt"), cases);
        System.out.println(stem);
      }
    }
  }
}

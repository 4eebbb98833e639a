using Xmrl.Runs.Records;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Loop;

namespace Xmrl.Fixtures.Runs;

/// <summary>Turns a run into what earlier versions wrote: layout 2 had a manifest without owner and no identity, layout 1
/// neither.</summary>
internal static class FormerLayout
{
    private static readonly string[] s_bound = ["run", "configuration", "seed", "iteration"];

    internal static void Convert(RunDirectory run, int layout)
    {
        RunState state = run.ReadState();
        StageBook.Entry[] stages = [.. new StageBook(run).Entries];
        foreach (string path in Directory.EnumerateFiles(run.Checkpoints.FolderPath, "*.safetensors").ToArray())
        {
            var file = SafetensorsFile.Read(path);
            foreach (string key in s_bound)
            {
                file.Metadata.Remove(key);
            }

            file.Write(path);
        }

        File.Delete(run.File(".manifest.lock"));
        File.Delete(run.File(RunManifest.Name));
        File.Delete(run.IdentityPath);
        RunJson.Write(run.StatePath, state with { Layout = layout });
        RunJson.Write(run.File("stages.json"), stages);
        if (layout == 1)
        {
            File.WriteAllText(run.StatePath, File.ReadAllText(run.StatePath).Replace("\"layout\": 1,", "", StringComparison.Ordinal));
            return;
        }

        var manifest = new RunManifest(run.FullPath);
        manifest.Seal([.. new[] { run.ConfigurationPath, run.EnvironmentPath, run.TasksPath, run.ExplanationPath }.Where(File.Exists)]);
        manifest.SealAll();
    }
}

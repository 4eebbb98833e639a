using System.Diagnostics;

namespace Xmrl.Training.Tests.Exports;

/// <summary>A test in ONNX Runtime; skipped, with the reason, where Node.js or the package is missing. Nothing is downloaded here: ./test
/// installs the package.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnnxRuntimeFactAttribute : FactAttribute
{
    public OnnxRuntimeFactAttribute()
    {
        if (Folder is null || !Directory.Exists(Path.Combine(Folder, "node_modules", "onnxruntime-node")))
        {
            Skip = "tests/Onnxruntime has no installed onnxruntime-node; ./test installs it where npm is.";
        }
        else if (Node is null)
        {
            Skip = "There is no node on the path.";
        }
    }

    /// <summary>tests/Onnxruntime, or null where the tests run away from the repository.</summary>
    public static string? Folder
    {
        get
        {
            for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
            {
                if (File.Exists(Path.Combine(at, "tests", "Onnxruntime", "package.json")))
                {
                    return Path.Combine(at, "tests", "Onnxruntime");
                }
            }

            return null;
        }
    }

    /// <summary>Path of Node.js, or null where there is none.</summary>
    public static string? Node { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(static folder => Path.Combine(folder, "node"))
        .FirstOrDefault(File.Exists);

    /// <summary>Evaluates every model of a folder (see tests/Onnxruntime/evaluate.js).</summary>
    public static void Evaluate(string models) => Run("evaluate.js", models);

    /// <summary>Runs every policy with memory of a folder over steps (see tests/Onnxruntime/trial.js).</summary>
    public static void RunTrials(string models) => Run("trial.js", models);

    /// <summary>Runs a script of tests/Onnxruntime on the models of a folder.</summary>
    internal static void Run(string script, string models)
    {
        using Process process = Process.Start(
            new ProcessStartInfo(
                Node!, [Path.Combine(Folder!, script), models])
            { RedirectStandardError = true, UseShellExecute = false })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, error);
    }
}

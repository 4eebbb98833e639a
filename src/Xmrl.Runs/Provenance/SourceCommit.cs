using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace Xmrl.Runs.Provenance;

/// <summary>Which state of Xmrl's source is running.</summary>
internal static class SourceCommit
{
    private const string SolutionName = "Xmrl.slnx";
    private const int TimeoutMilliseconds = 5000;

    private static readonly string Informational =
        typeof(SourceCommit).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";

    /// <summary>Version without the commit that the build may have appended.</summary>
    internal static string Version => Informational.Split('+')[0];

    /// <summary>Commit and cleanness of the source folder above <paramref name="folder"/>, or the commit stored by the build.</summary>
    internal static (string? Commit, bool? Dirty) Find(string folder)
    {
        string? root = folder;
        while (root is not null && !File.Exists(Path.Combine(root, SolutionName)))
        {
            root = Path.GetDirectoryName(root);
        }

        string? commit = root is null ? null : Git(root, "rev-parse", "HEAD")?.Trim();
        if (string.IsNullOrEmpty(commit))
        {
            return (Informational.Contains('+', StringComparison.Ordinal) ? Informational.Split('+')[1] : null, null);
        }

        string? changes = Git(root!, "status", "--porcelain", "--untracked-files=no");
        return (commit, changes is null ? null : changes.Length > 0);
    }

    private static string? Git(string root, params string[] arguments)
    {
        var start = new ProcessStartInfo("git")
        {
            WorkingDirectory = root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            using Process? process = Process.Start(start);
            if (process is null)
            {
                return null;
            }

            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            if (!output.Wait(TimeoutMilliseconds) || !process.WaitForExit(TimeoutMilliseconds))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.Result : null;
        }
        catch (Win32Exception)
        {
            // git is not installed.
            return null;
        }
    }
}

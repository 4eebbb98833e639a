using System.Collections.Concurrent;
using System.Diagnostics;

namespace Xmrl.Environments.Loading;

/// <summary>Builds a C# project with environments, by the SDK of the machine.</summary>
internal static class ProjectBuild
{
    private const int ShownLines = 12;
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_built = new(StringComparer.Ordinal);

    /// <summary>Builds a project in release, once per process; what is up to date stays.</summary>
    /// <param name="project">Full path of the .csproj file.</param>
    /// <returns>Full path of its assembly.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It does not build, or the machine has no SDK; the message has the errors.</exception>
    public static string Build(string project)
        => s_built.GetOrAdd(project, static path => new Lazy<string>(() => Run(path))).Value;

    private static string Run(string project)
    {
        if (!File.Exists(project))
        {
            throw new FileNotFoundException($"There is no file {project}.", project);
        }

        string precision = typeof(Real) == typeof(double) ? "double" : "float";
        var start = new ProcessStartInfo(
            "dotnet",
            [
                "build", project, "-c", "Release", "--nologo", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-t:Build",
                $"-p:Precision={precision}", $"-p:XmrlFolder={AppContext.BaseDirectory}", "-getProperty:TargetPath",
            ])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetDirectoryName(project)!,
        };
        using Process process = Start(start, project);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();

        // Warnings may stand before it.
        string assembly = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "";
        return process.ExitCode == 0 && File.Exists(assembly)
            ? Path.GetFullPath(assembly)
            : throw new InvalidDataException($"{project} does not build:\n{Errors($"{output}\n{errors.Result}")}");
    }

    private static Process Start(ProcessStartInfo start, string project)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new InvalidDataException(
                $"{project} cannot be built here, as there is no dotnet command ({error.Message}): name its assembly instead.", error);
        }
    }

    private static string Errors(string output)
    {
        string[] lines = [.. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];
        string[] errors = [.. lines.Where(line => line.Contains(": error ", StringComparison.Ordinal)).Distinct()];
        return string.Join('\n', (errors.Length > 0 ? errors : lines).Take(ShownLines));
    }
}

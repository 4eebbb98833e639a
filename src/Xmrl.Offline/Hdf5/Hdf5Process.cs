using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Xmrl.Import;

namespace Xmrl.Offline.Hdf5;

/// <summary>Has HDF5 files read by a process of its own: a damaged one of 1.5 kB can end the process that reads it.</summary>
/// <param name="command">Program and arguments, to which the file and the archive are added; it runs <see cref="Hdf5Conversion.Run"/>, says
/// on its output what is wrong, and ends with 0 or 1.</param>
internal sealed class Hdf5Process(ImmutableArray<string> command)
{
    private const int Refused = 1;
    private const int MostLetters = 2_000;
    private static readonly string[] s_ends = [".hdf5", ".h5", ".hdf"];

    /// <summary>How long a file may take.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Memory that the process may use for its objects, in bytes.</summary>
    public long MemoryLimit { get; init; } = 4L << 30;

    /// <summary>The HDF5 file that a path means.</summary>
    /// <param name="path">A file, or the folder of a Minari data set.</param>
    /// <returns>The file; null where the path means none.</returns>
    /// <exception cref="InvalidDataException">The folder holds none.</exception>
    public static string? FileOf(string path)
    {
        if (!Directory.Exists(path))
        {
            return s_ends.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) ? path : null;
        }

        string[] tried = [Path.Combine(path, "data", "main_data.hdf5"), Path.Combine(path, "main_data.hdf5")];
        return tried.FirstOrDefault(File.Exists)
            ?? throw new InvalidDataException(
                $"{path} is a folder without data/main_data.hdf5; expected an .npz or HDF5 file, or a Minari data set of the format hdf5.");
    }

    /// <summary>Converts a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="token">Ends the process.</param>
    /// <returns>The archive, under the name of the file.</returns>
    /// <exception cref="InvalidDataException">The file is not valid, takes too long or too much memory.</exception>
    /// <exception cref="IOException">It cannot be read, or the process cannot be started.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public UserFile Convert(string path, CancellationToken token)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file {path}.", path);
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("xmrl-hdf5-");
        try
        {
            string archive = Path.Combine(folder.FullName, "steps.npz");
            (int code, string said) = Run(path, archive, token);
            return code switch
            {
                0 => UserFile.Read(archive) with { Name = path },
                Refused when said.Length > 0 => throw new InvalidDataException($"{path}: {said.TrimEnd('.')}."),
                _ => throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path} is damaged: it ended the process that read it (exit code {code}).")),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private (int Code, string Said) Run(string path, string archive, CancellationToken token)
    {
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in command[1..].Concat([Path.GetFullPath(path), archive]))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_GCHeapHardLimit"] = MemoryLimit.ToString("X", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using Process process = Start(start);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        Task<string> said = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        using CancellationTokenRegistration stop = token.Register(() => End(process));
        if (!process.WaitForExit(TimeLimit))
        {
            End(process);
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{path} was not read within {TimeLimit.TotalSeconds} s."));
        }

        token.ThrowIfCancellationRequested();
        Task.WaitAll([errors, said], CancellationToken.None);
        string text = said.Result.Trim().ReplaceLineEndings(" ");
        return (process.ExitCode, text.Length > MostLetters ? text[..MostLetters] : text);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception error)
        {
            throw new IOException($"The process that reads HDF5 files, {start.FileName}, cannot be started: {error.Message}.", error);
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }
}

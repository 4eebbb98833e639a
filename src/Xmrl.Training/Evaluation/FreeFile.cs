using Xmrl.Runs.Files;
using Xmrl.Runs.Records;

namespace Xmrl.Training.Evaluation;

/// <summary>Stores what was found afterwards in a run, in a file beside those that are there.</summary>
internal static class FreeFile
{
    /// <summary>Writes under the first name that is free and lists the file in the run's manifest.</summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">Folder in it; created if missing.</param>
    /// <param name="name">File name by number, from 1.</param>
    /// <param name="value">What to write.</param>
    /// <returns>The new file.</returns>
    /// <exception cref="IOException">It cannot be written; nothing is left of it.</exception>
    internal static string Store<T>(RunDirectory run, string folder, Func<int, string> name, T value)
    {
        RunFiles.CreateFolder(folder);
        // Claims the name, also against another process; the content then arrives at once.
        string path = FreeName.First(number => Path.Combine(folder, name(number)), RunFiles.TryClaim);
        bool isStored = false;
        try
        {
            run.Store(path, value);
            isStored = true;
            return path;
        }
        finally
        {
            if (!isStored)
            {
                RunFiles.Delete(path);
            }
        }
    }
}

namespace Xmrl.Runs.Files;

/// <summary>A file of a run is not opened: what is there is a link or no regular file.</summary>
internal sealed class RefusedFileException : IOException
{
    internal RefusedFileException(string message)
        : base(message)
    {
    }

    internal static RefusedFileException Link(string path) =>
        new($"{path} is a link; the files of a run are opened without following links, because a link can lead out of the run's folder. "
            + "Put the file or folder itself there.");

    internal static RefusedFileException Special(string path, string kind) => new($"{path} is {kind}; expected a regular file.");

    internal static RefusedFileException Folder(string path) => Special(path, "a folder");
}

namespace Xmrl.Runs.Files;

/// <summary>The few ways in which files are touched, all without following a link in any part of the path. Paths are absolute.</summary>
internal interface IFileDoor
{
    /// <summary>Opens a regular file.</summary>
    /// <exception cref="IOException">It is missing, a link, a folder or a device.</exception>
    FileStream Read(string path);

    /// <summary>Opens a regular file for reading and writing; made where it is missing, and nothing in it changes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">How many names (hard links) the file has.</param>
    FileStream Write(string path, out long names);

    /// <summary>Makes a file for writing; null where there is something of that name.</summary>
    FileStream? Create(string path);

    /// <summary>Gives up, before it is closed, a file that <see cref="Create"/> opened. A process that is being started at that moment
    /// has the file too for an instant, and would go on keeping others from it.</summary>
    void Release(FileStream file);

    /// <summary>Opens or makes a file and keeps other processes from doing so until it is closed, when it is deleted; null where another
    /// process has it.</summary>
    IDisposable? Lock(string path);

    /// <summary>Whether another process has a file that <see cref="Lock"/> or <see cref="Create"/> opened.</summary>
    bool IsHeld(string path);

    /// <summary>Deletes a file, or a link itself; nothing where there is none.</summary>
    void Delete(string path);

    /// <summary>Deletes an empty folder.</summary>
    void DeleteFolder(string path);

    /// <summary>Gives a file, a folder or a link another name in the same folder; a file of that name is replaced.</summary>
    void Rename(string path, string name);

    /// <summary>Makes a folder with all above it that are missing.</summary>
    void CreateFolder(string path);

    /// <summary>Whether there is a folder.</summary>
    /// <exception cref="IOException">It, or one above it, is a link.</exception>
    bool HasFolder(string path);
}

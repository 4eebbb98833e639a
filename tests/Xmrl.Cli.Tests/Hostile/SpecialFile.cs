namespace Xmrl.Cli.Tests.Hostile;

/// <summary>Things that stand where a run has a file, and are none.</summary>
internal enum SpecialFile
{
    /// <summary>A named pipe that nobody writes to.</summary>
    Pipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A link to a file outside that holds what the run's file held.</summary>
    LinkOutside,

    /// <summary>A link to itself.</summary>
    LinkLoop,

    /// <summary>A link to a device without end.</summary>
    LinkToZeros,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A gigabyte of zeros that takes no room.</summary>
    Sparse,

    /// <summary>Its folder is a link to a folder outside that holds the same files.</summary>
    FolderOutside,
}

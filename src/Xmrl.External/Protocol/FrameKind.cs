namespace Xmrl.External.Protocol;

/// <summary>What a frame asks for. An answer has the kind of its request plus <see cref="Answer"/>.</summary>
internal enum FrameKind : byte
{
    /// <summary>Spaces, horizon, task parameters, abilities.</summary>
    Hello = 1,

    /// <summary>Parameters of a task, drawn from a seed.</summary>
    SampleTask = 2,

    /// <summary>Begins an environment of some copies of one task, under a handle.</summary>
    Open = 3,

    /// <summary>Starts episodes in some copies, each with a seed of its own.</summary>
    Reset = 4,

    /// <summary>Steps some copies once.</summary>
    Step = 5,

    /// <summary>Reads the states of some copies.</summary>
    GetState = 6,

    /// <summary>Puts some copies into given states.</summary>
    SetState = 7,

    /// <summary>Ends an environment.</summary>
    Close = 8,

    /// <summary>Ends the program.</summary>
    Bye = 9,

    /// <summary>What an answer adds to the kind of its request.</summary>
    Answer = 0x80,

    /// <summary>An answer that says in words why there is none.</summary>
    Fault = 0xFF,
}

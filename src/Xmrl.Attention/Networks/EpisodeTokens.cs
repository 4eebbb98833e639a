using Xmrl.Autodiff;

namespace Xmrl.Attention.Networks;

/// <summary>The windows of a program's samples as inputs of its tape: transition t of window w is column (t·windows + w)·samples + sample,
/// and windows fill up from their end.</summary>
internal sealed class EpisodeTokens
{
    /// <summary>Added to the fit of what must not be seen: a weight of 0 beside anything else, and still a number.</summary>
    public const double Never = -1e9;

    /// <summary>Records the inputs.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="name">What the windows show.</param>
    /// <param name="inputSize">I, numbers of a transition.</param>
    /// <param name="transitions">T_w, places of a window.</param>
    /// <param name="windows">Windows per sample.</param>
    public EpisodeTokens(Tape tape, string name, int inputSize, int transitions, int windows)
    {
        Windows = windows;
        Numbers = tape.Input($"{name} transitions", inputSize, -windows * transitions);
        Places = tape.Input($"{name} places", 1 + transitions, -windows * transitions);
        Hidden = tape.Input($"{name} hidden", 1, -windows * transitions);
    }

    /// <summary>Windows per sample.</summary>
    public int Windows { get; }

    /// <summary>Observation, action, reward and start flag of every transition; zeros where there is none. Shape [I, n].</summary>
    public Node Numbers { get; }

    /// <summary>One 1 in every column that counts: row 0 for the start token, row 1 + t for place t. Shape [1 + T_w, n]. A start token has
    /// its place too.</summary>
    public Node Places { get; }

    /// <summary>0 for what counts, <see cref="Never"/> for empty places. Shape [1, n].</summary>
    public Node Hidden { get; }

    /// <summary>All of them.</summary>
    public Node[] Inputs => [Numbers, Places, Hidden];
}

namespace Xmrl.Trials.Advantages;

/// <summary>What comes after the last step of a trial.</summary>
public enum TrialEnd
{
    /// <summary>Nothing: trials have a fixed length, which the value's features tell.</summary>
    Terminal,

    /// <summary>The value of the last memory.</summary>
    Bootstrap,
}

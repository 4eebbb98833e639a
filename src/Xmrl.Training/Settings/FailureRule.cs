namespace Xmrl.Training.Settings;

/// <summary>Which failed outer steps end a training. A failed step always leaves the meta-parameters as they were and is counted in the
/// metrics.</summary>
public enum FailureRule
{
    /// <summary>A number that is not finite ends it; a rejected step and a hyper-gradient of zero do not.</summary>
    StopAtNonFinite,

    /// <summary>Every outer step that is not accepted ends it.</summary>
    StopAtRejected,

    /// <summary>None: the next iteration draws other tasks and samples.</summary>
    GoOn,
}

namespace Xmrl.Trials.Policies;

/// <summary>What trials in lock-step have seen so far, as their policy keeps it.</summary>
internal interface ITrialMemory
{
    /// <summary>A copy for the first trials, to be continued on its own.</summary>
    /// <param name="trials">Their number, in [1, B].</param>
    ITrialMemory Fork(int trials);

    /// <summary>What a later evaluation of these trials has to know beside their steps, one per trial; empty where there is
    /// nothing.</summary>
    IReadOnlyList<TrialOutline> Outlines();
}

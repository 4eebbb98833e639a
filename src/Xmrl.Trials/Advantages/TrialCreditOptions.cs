using Xmrl.Rl.Advantages;

namespace Xmrl.Trials.Advantages;

/// <summary>How rewards become advantages.</summary>
/// <param name="Gae">Discount and trace, over the steps of a trial.</param>
/// <param name="Trajectories">E, trajectories per trial.</param>
/// <param name="Credit">Which rewards an action is credited with.</param>
/// <param name="End">What comes after the last step.</param>
internal sealed record TrialCreditOptions(GaeOptions Gae, int Trajectories, TrialCredit Credit, TrialEnd End);

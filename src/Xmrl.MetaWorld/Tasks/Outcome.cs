namespace Xmrl.MetaWorld.Tasks;

/// <summary>What a step is worth.</summary>
/// <param name="Reward">In [0, 10].</param>
/// <param name="Succeeded">Whether the task is solved at this moment; that can pass again.</param>
internal readonly record struct Outcome(double Reward, bool Succeeded);

using Xmrl.Rl.Environments;

namespace Xmrl.Training.Planted;

/// <summary>An environment in whose tasks a truth is planted.</summary>
internal interface IPlantedFamily : IEnvironmentFamily
{
    /// <summary>The environment without it.</summary>
    IEnvironmentFamily Inner { get; }
}

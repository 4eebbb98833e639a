namespace Xmrl.Rl.Environments;

/// <summary>Marks what an assembly brings as environments, so that a configuration can name them by id: a static property or field that
/// holds an <see cref="IEnvironmentFamily"/> or several, or a class that is one and has a constructor without parameters. Accessibility
/// does not matter.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class RegisterEnvironmentAttribute : Attribute;

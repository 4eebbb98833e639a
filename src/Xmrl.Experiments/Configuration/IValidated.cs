namespace Xmrl.Experiments.Configuration;

/// <summary>A record of a configuration that checks its own values; nested records are asked on their own.</summary>
public interface IValidated
{
    /// <summary>All values that are not acceptable; none for a valid record.</summary>
    IEnumerable<ValidationError> Validate();
}
